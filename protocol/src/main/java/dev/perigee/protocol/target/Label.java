package dev.perigee.protocol.target;

import dev.perigee.protocol.BadValue;

/// One `name=value` that a satellite says of itself; name and value have the form of a group's name.
public record Label(String name, String value) {
    public Label {
        NameForm.check("label name", name);
        NameForm.check("value of label " + name, value);
    }

    /// Reads `name=value`.
    public static Label parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new BadValue("label", text, "NAME=VALUE");
        }
        return new Label(text.substring(0, equals), text.substring(equals + 1));
    }

    @Override
    public String toString() {
        return name + "=" + value;
    }
}
