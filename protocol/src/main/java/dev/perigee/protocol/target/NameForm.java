package dev.perigee.protocol.target;

import dev.perigee.protocol.BadValue;

/// The form of the names that people give to groups, labels, teams and operators.
public final class NameForm {
    public static final String EXPECTED = "1 to 63 of a-z, A-Z, 0-9, ., _, - and /, beginning with a letter or a digit";

    private static final int LENGTH_MAX = 63;

    private NameForm() {}

    /// Whether it is such a name.
    public static boolean fits(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX || !isLetterOrDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '/' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /// The text, or `BadValue` for the field `what` when it is no such name.
    public static String check(String what, String text) {
        if (!fits(text)) {
            throw new BadValue(what, text, EXPECTED);
        }
        return text;
    }
}
