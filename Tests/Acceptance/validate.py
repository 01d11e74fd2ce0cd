"""Validates SARIF logs against the published schema: validate.py SCHEMA LOG…

Beyond the schema it holds the rules of the standard that a schema cannot say: results name their rule, regions are within the file and
not reversed, replacements do not overlap, all results have `suppressions` or none.
"""
import json
import pathlib
import sys
import urllib.parse

import jsonschema


def check_region(region, lines, where):
    start = (region["startLine"], region["startColumn"])
    end = (region["endLine"], region["endColumn"])
    assert start <= end, f"{where}: a region that ends before it begins: {region}"
    for line, column in (start, end):
        assert line <= len(lines), f"{where}: line {line} of {len(lines)}"
        assert column <= len(lines[line - 1]) + 1, f"{where}: column {column} of line {line}"
    return start, end


def check_run(run, root):
    rules = run["tool"]["driver"]["rules"]
    texts = {}

    def lines(artifact):
        uri = artifact["uri"]
        assert not uri.startswith("file:") and "\\" not in uri, uri
        path = root / urllib.parse.unquote(uri)
        if path not in texts:
            texts[path] = path.read_bytes().decode("utf-8").split("\n")
        return texts[path]

    for number, result in enumerate(run["results"]):
        where = f"result {number}"
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"], where
        assert "suppressions" in result, where
        places = result["locations"] + result.get("relatedLocations", [])
        places += [suppression["location"] for suppression in result["suppressions"]]
        for place in places:
            physical = place["physicalLocation"]
            check_region(physical["region"], lines(physical["artifactLocation"]), where)
        for fix in result.get("fixes", []):
            for change in fix["artifactChanges"]:
                ends = (0, 0)
                for replacement in change["replacements"]:
                    start, end = check_region(replacement["deletedRegion"], lines(change["artifactLocation"]), where)
                    assert start >= ends, f"{where}: replacements overlap"
                    ends = end
    return len(run["results"])


def main():
    schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    validator.check_schema(schema)
    count = 0
    for name in sys.argv[2:]:
        path = pathlib.Path(name)
        log = json.loads(path.read_text(encoding="utf-8"))
        errors = list(validator.iter_errors(log))
        if errors:
            sys.exit(f"{path}: {errors[0].json_path if hasattr(errors[0], 'json_path') else list(errors[0].path)}: {errors[0].message}")
        try:
            count += sum(check_run(run, pathlib.Path.cwd()) for run in log["runs"])
        except AssertionError as error:
            sys.exit(f"{path}: {error}")
    print(f"{len(sys.argv) - 2} logs with {count} results are valid")


main()
