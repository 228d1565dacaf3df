package dev.perigee.control.event;

import dev.perigee.protocol.BadValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in the order of all events: behind the one with this number. Its text, `4f1c-12`, is the id of an event in
/// a stream. The epoch is the database's, so that a place in another one is known as such.
public record EventPosition(String epoch, long number) {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{1,32})-(\\d{1,18})");

    public static EventPosition parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadValue("Last-Event-ID", text, "the id of an event of such a stream, such as 4f1c-12");
        }
        return new EventPosition(form.group(1), Long.parseLong(form.group(2)));
    }

    public EventPosition at(long other) {
        return new EventPosition(epoch, other);
    }

    @Override
    public String toString() {
        return epoch + "-" + number;
    }
}
