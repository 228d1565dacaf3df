package dev.perigee.gateway.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Parts of one text that are not to be seen; they may overlap.
final class Spans {
    private final List<Span> spans = new ArrayList<>();

    private record Span(int start, int end) {}

    void add(int start, int end) {
        if (start < end) {
            spans.add(new Span(start, end));
        }
    }

    boolean isEmpty() {
        return spans.isEmpty();
    }

    /// The text up to `end`, with each part, or the beginning of one, hidden.
    String hideIn(String text, int end) {
        spans.sort(Comparator.comparingInt(Span::start));
        StringBuilder shown = new StringBuilder(end);
        int from = 0;
        for (Span span : spans) {
            if (span.start() >= end) {
                break;
            }
            if (span.start() >= from) {
                shown.append(text, from, span.start()).append(Redaction.HIDDEN);
            }
            from = Math.max(from, span.end());
        }
        return from < end ? shown.append(text, from, end).toString() : shown.toString();
    }
}
