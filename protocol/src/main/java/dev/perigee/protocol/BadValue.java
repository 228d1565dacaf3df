package dev.perigee.protocol;

/// A value from outside that cannot be used. The message names the value and what was expected, and is safe to show.
public final class BadValue extends IllegalArgumentException {
    public BadValue(String what, Object value, String expected) {
        super(what + " \"" + abbreviate(String.valueOf(value)) + "\": expected " + expected);
    }

    public BadValue(String message) {
        super(message);
    }

    private static String abbreviate(String value) {
        String line = value.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 77) + "...";
    }
}
