package dev.perigee.satellite.command.exec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How far a program is, as it wrote it: `42 copying files`, `42`, or `- waiting` where there is no percentage. A line
/// in no such form is a note.
record ProgressLine(@Nullable Integer percent, String note) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,2}|100|-)%?(?:\\s+(.*))?", Pattern.DOTALL);

    /// The newest complete line of `text`, if it has one that is not blank.
    static Optional<ProgressLine> newest(String text) {
        int end = text.lastIndexOf('\n');
        if (end < 0) {
            return Optional.empty();
        }
        String line = text.substring(text.lastIndexOf('\n', end - 1) + 1, end).strip();
        return line.isEmpty() ? Optional.empty() : Optional.of(parse(line));
    }

    private static ProgressLine parse(String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            return new ProgressLine(null, line);
        }
        Integer percent = form.group(1).equals("-") ? null : Integer.valueOf(form.group(1));
        return new ProgressLine(percent, form.group(2) == null ? "" : form.group(2));
    }
}
