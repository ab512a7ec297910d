#include "ctiff.h"
#include <tiffio.h>

static TIFF *tiff(ctiff_file *file) { return (TIFF *)file; }

ctiff_file *ctiff_open(const char *path) {
    /* It would write what it complains of to standard error, file names and all. */
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
    /* Without mapping the file into memory: one that shrinks meanwhile would end the program. */
#if TIFFLIB_VERSION >= 20221213
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) return NULL;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)1 << 30);
    TIFF *opened = TIFFOpenExt(path, "rm", options);
    TIFFOpenOptionsFree(options);
    return (ctiff_file *)opened;
#else
    return (ctiff_file *)TIFFOpen(path, "rm");
#endif
}

void ctiff_close(ctiff_file *file) { TIFFClose(tiff(file)); }

int64_t ctiff_count(ctiff_file *file, int64_t most) {
    int64_t count = 1;
    /* It knows the places of the pages it has seen, and goes to none twice. */
    while (!TIFFLastDirectory(tiff(file))) {
        if (count > most) return count;
        if (!TIFFReadDirectory(tiff(file))) return -1;
        count++;
    }
    return count;
}

int ctiff_go(ctiff_file *file, uint32_t number) {
    /* Pages are taken in order: from one to the next there is nothing to look for. */
    if (number > 0 && TIFFCurrentDirectory(tiff(file)) == number - 1) return TIFFReadDirectory(tiff(file));
    return TIFFSetDirectory(tiff(file), number);
}

int ctiff_facts(ctiff_file *file, ctiff_page *page) {
    uint16_t orientation = ORIENTATION_TOPLEFT;
    uint32_t band = 0;
    if (!TIFFGetField(tiff(file), TIFFTAG_IMAGEWIDTH, &page->width)) return 0;
    if (!TIFFGetField(tiff(file), TIFFTAG_IMAGELENGTH, &page->height)) return 0;
    TIFFGetFieldDefaulted(tiff(file), TIFFTAG_ORIENTATION, &orientation);
    TIFFGetFieldDefaulted(tiff(file), TIFFIsTiled(tiff(file)) ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, &band);
    page->orientation = orientation;
    page->band = band == 0 || band > page->height ? page->height : band;
    return 1;
}

int ctiff_read(ctiff_file *file, uint32_t first, uint32_t rows, uint32_t *pixels) {
    TIFFRGBAImage image;
    char message[1024] = "";
    if (!TIFFRGBAImageBegin(&image, tiff(file), 1, message)) return 0;
    /* Asked for as it lies, so that rows can be taken in their order whichever way the page is to be turned. */
    image.req_orientation = image.orientation;
    image.row_offset = (int)first;
    image.col_offset = 0;
    int is_read = TIFFRGBAImageGet(&image, pixels, image.width, rows);
    TIFFRGBAImageEnd(&image);
    return is_read;
}
