import CPango

/// Sets texts in lines, in every script for which a font is installed.
///
/// It measures without a page, and pages draw with it, so what was measured is what is drawn. It has fonts of its own:
/// two typesetters may work on two threads, one may not. The fonts are loaded with the first text, which takes some 0.3 s.
package final class Typesetter {
    private let fonts: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer
    private let scratch: TextLayout
    private var descriptions: [Face: OpaquePointer] = [:]

    private struct Face: Hashable {
        let family: String
        let size: Double
        let isBold: Bool
    }

    /// Makes a typesetter that counts in points.
    ///
    /// - Throws: ``DrawingError`` when the libraries have no memory left.
    package init() throws(DrawingError) {
        guard let fonts = pango_cairo_font_map_new() else { throw .library("no font map") }
        // A resolution of 72 makes Pango's device units points, the same as cairo's on a PDF page.
        pango_cairo_font_map_set_resolution(OpaquePointer(fonts), 72)
        guard let context = pango_font_map_create_context(fonts), let scratch = TextLayout(context: context) else {
            g_object_unref(UnsafeMutableRawPointer(fonts))
            throw .library("no text context")
        }
        // Hinting would round widths to pixels, of which paper has none.
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        self.fonts = fonts
        self.context = context
        self.scratch = scratch
    }

    deinit {
        for description in descriptions.values { pango_font_description_free(description) }
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(UnsafeMutableRawPointer(fonts))
    }

    /// Sets a text that will be drawn more than once, or in parts.
    ///
    /// - Parameters:
    ///   - content: The text.
    ///   - style: How it looks.
    ///   - width: What it may fill, in points.
    /// - Returns: A layout of its own.
    /// - Throws: ``DrawingError`` when the libraries have no memory left.
    package func set(_ content: TextContent, _ style: TextStyle, width: Double) throws(DrawingError) -> TextLayout {
        guard let layout = TextLayout(context: context) else { throw .library("no text layout") }
        fill(layout, content, style, width: width)
        return layout
    }

    /// Sets a text that is used at once; the next call sets the same layout anew.
    ///
    /// Making a layout costs as much as filling it, and a page has hundreds.
    package func setOnce(_ content: TextContent, _ style: TextStyle, width: Double) -> TextLayout {
        fill(scratch, content, style, width: width)
        return scratch
    }

    private func fill(_ layout: TextLayout, _ content: TextContent, _ style: TextStyle, width: Double) {
        let raw = layout.raw
        pango_layout_set_font_description(raw, description(of: style))
        pango_layout_set_width(raw, Int32(max(0, width) * Double(PANGO_SCALE)))
        switch style.overflow {
        case .wrap:
            pango_layout_set_ellipsize(raw, PANGO_ELLIPSIZE_NONE)
            pango_layout_set_height(raw, -1)
        case .ellipsis(let lines):
            pango_layout_set_ellipsize(raw, PANGO_ELLIPSIZE_END)
            pango_layout_set_height(raw, -Int32(clamping: max(1, lines)))
        case .ellipsisInTheMiddle:
            pango_layout_set_ellipsize(raw, PANGO_ELLIPSIZE_MIDDLE)
            pango_layout_set_height(raw, -1)
        }
        pango_layout_set_wrap(raw, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_line_spacing(raw, style.lineSpacing == 1 ? 0 : Float(style.lineSpacing))
        place(content, in: raw, style)
        pango_layout_set_alignment(raw, alignment(style.flush, in: raw))
    }

    private func place(_ content: TextContent, in raw: OpaquePointer, _ style: TextStyle) {
        var attributes: OpaquePointer?
        switch content {
        case .plain(let text): setText(text.drawable, in: raw)
        case .markup(let source):
            let markup = source.drawable
            var text: UnsafeMutablePointer<CChar>?
            if pango_parse_markup(markup, -1, 0, &attributes, &text, nil, nil) != 0 {
                pango_layout_set_text(raw, text, -1)
            } else {
                setText(markup, in: raw)
            }
            g_free(text)
        }
        let all = attributes ?? pango_attr_list_new()
        if !style.language.isEmpty {
            pango_attr_list_insert_before(all, pango_attr_language_new(pango_language_from_string(style.language)))
        }
        pango_layout_set_attributes(raw, all)
        pango_attr_list_unref(all)
    }

    private func setText(_ text: String, in raw: OpaquePointer) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                pango_layout_set_text(raw, $0.baseAddress, Int32(clamping: $0.count))
            }
        }
    }

    /// Pango turns left and right round for right-to-left text; a column wants them as they are.
    private func alignment(_ flush: TextStyle.Flush, in raw: OpaquePointer) -> PangoAlignment {
        let isTurned = pango_layout_get_direction(raw, 0) == PANGO_DIRECTION_RTL
        return switch flush {
        case .start: PANGO_ALIGN_LEFT
        case .left: isTurned ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT
        case .center: PANGO_ALIGN_CENTER
        case .right: isTurned ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT
        }
    }

    private func description(of style: TextStyle) -> OpaquePointer? {
        let face = Face(family: style.family, size: style.size, isBold: style.isBold)
        if let known = descriptions[face] { return known }
        let description = pango_font_description_new()
        pango_font_description_set_family(description, style.family)
        pango_font_description_set_absolute_size(description, style.size * Double(PANGO_SCALE))
        pango_font_description_set_weight(description, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        descriptions[face] = description
        return description
    }
}
