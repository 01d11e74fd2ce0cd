#include <sqlite3.h>

/// Turns the triggers on or off for one connection. `sqlite3_db_config` takes variable arguments, which Swift cannot pass.
static inline int intent_sqlite3_enable_triggers(sqlite3 *connection, int enabled) {
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, enabled, (int *)0);
}
