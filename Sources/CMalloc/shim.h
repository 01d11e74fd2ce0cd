// glibc's settings of malloc, which Swift's view of it leaves out. Elsewhere there are none.
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
