package dev.perigee.cli.shell;

/// Makes text from elsewhere safe for one line of a terminal: control characters become `?`, line ends become spaces.
public final class OneLine {
    private OneLine() {}

    public static String of(String text) {
        return text.strip().replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "?");
    }

    /// As `of`, with at most `max` characters.
    public static String of(String text, int max) {
        String line = of(text);
        return line.length() <= max ? line : line.substring(0, max - 1) + "…";
    }
}
