package dev.perigee.gateway.upstream;

import dev.perigee.protocol.BadValue;
import java.util.regex.Pattern;

/// What a server is called: in paths, and in front of the names of what it offers. Its form keeps `server__tool`
/// readable in one way only.
public record ServerName(String value) implements Comparable<ServerName> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]|_(?!_)){0,39}(?<!_)");

    public ServerName {
        if (!FORM.matcher(value).matches()) {
            throw new BadValue(
                    "server name",
                    value,
                    "1 to 40 of a-z, A-Z, 0-9, ., - and single _, beginning with a letter or a digit, not ending with _");
        }
    }

    @Override
    public int compareTo(ServerName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
