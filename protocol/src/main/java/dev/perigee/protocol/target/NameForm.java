package dev.perigee.protocol.target;

import dev.perigee.protocol.BadValue;
import java.util.regex.Pattern;

/// The form of the names that people give to groups, labels, teams and operators.
public final class NameForm {
    static final String EXPECTED = "1 to 63 of a-z, A-Z, 0-9, ., _, - and /, beginning with a letter or a digit";

    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._/-]{0,62}");

    private NameForm() {}

    static boolean fits(String text) {
        return FORM.matcher(text).matches();
    }

    /// The text, or `BadValue` for the field `what` when it is no such name.
    public static String check(String what, String text) {
        if (!fits(text)) {
            throw new BadValue(what, text, EXPECTED);
        }
        return text;
    }
}
