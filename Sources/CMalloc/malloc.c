#include "CMalloc.h"
#include <stdlib.h>

// What jemalloc reads at its start, in a tool that is linked with it: pages of 2 MB, and nothing given back before the end.
const char *malloc_conf = "thp:always,tcache_max:4096,dirty_decay_ms:-1,muzzy_decay_ms:-1";

#ifdef __GLIBC__
#include <malloc.h>

// Weak, for a program with another allocator has none of glibc's.
extern int mallopt(int option, int value) __attribute__((weak));

void prepare_malloc(void) {
  if (!mallopt) return;
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 32 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
}
#else
void prepare_malloc(void) {}
#endif
