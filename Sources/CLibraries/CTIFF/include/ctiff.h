#ifndef CTIFF_H
#define CTIFF_H
#include <stdint.h>

/* What Clarion needs of libtiff. Facts of a page come from a variadic function, which Swift cannot call, and its pictures are
   read with settings in a structure of function pointers and unions, which it had better not. */

typedef struct ctiff_file ctiff_file;

typedef struct {
    uint32_t width;
    uint32_t height;
    /* How the first row and column lie, 1 to 8, as the TIFF specification counts. */
    uint16_t orientation;
    /* Rows that are stored together, and are best read so. */
    uint32_t band;
} ctiff_page;

/* NULL when it is no TIFF or its first page cannot be found. */
ctiff_file *ctiff_open(const char *path);
void ctiff_close(ctiff_file *file);

/* How many pages there are, looking no further than `most` + 1; -1 when they lead in a circle or nowhere. */
int64_t ctiff_count(ctiff_file *file, int64_t most);

/* Goes to a page, from 0; 0 when it cannot. */
int ctiff_go(ctiff_file *file, uint32_t number);

/* The facts of the present page; 0 when there are none. */
int ctiff_facts(ctiff_file *file, ctiff_page *page);

/* Reads rows of the present page, the first as it is stored first. `first` begins a band; `pixels` has room for
   rows times the width, each 0xAABBGGRR with the colors multiplied by alpha. 0 when they cannot be read. */
int ctiff_read(ctiff_file *file, uint32_t first, uint32_t rows, uint32_t *pixels);
#endif
