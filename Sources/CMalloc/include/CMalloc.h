/// Sets up malloc for a tool that runs for a moment: memory comes in large pieces, and goes back when the process ends.
void prepare_malloc(void);
