package dev.perigee.protocol;

import java.util.regex.Pattern;

/// A value from outside that cannot be used. The message names the value and what was expected, and is safe to show:
/// one line of printable text, of bounded length.
public final class BadValue extends IllegalArgumentException {
    private static final int VALUE_MAX = 80;
    private static final int MESSAGE_MAX = 1_000;
    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");
    // Controls, what turns the direction of text, halves of surrogate pairs, and separators of lines and paragraphs.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    public BadValue(String what, Object value, String expected) {
        super(printable(what + " \"" + shown(value) + "\": expected " + expected, MESSAGE_MAX));
    }

    public BadValue(String message) {
        super(printable(LINE_BREAK.matcher(message).replaceAll(" "), MESSAGE_MAX));
    }

    /// `value` as it stands in a message: at most 80 characters.
    public static String shown(Object value) {
        return printable(String.valueOf(value), VALUE_MAX);
    }

    private static String printable(String text, int max) {
        if (text.length() <= max) {
            return UNPRINTABLE.matcher(text).replaceAll("?");
        }
        int end = Character.isHighSurrogate(text.charAt(max - 4)) ? max - 4 : max - 3;
        return UNPRINTABLE.matcher(text.substring(0, end)).replaceAll("?") + "...";
    }
}
