package dev.perigee.protocol.registration;

import dev.perigee.protocol.BadValue;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// How a satellite's process calls itself with each request, in the header `Perigee-Instance`: made anew at each start
/// and kept nowhere, so that two processes with one key can be told apart.
public final class InstanceId {
    public static final String HEADER = "Perigee-Instance";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    private InstanceId() {}

    public static String create(RandomGenerator random) {
        return Secrets.create(random).substring(0, 22);
    }

    public static void check(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new BadValue(HEADER, text, "8 to 64 of A-Z, a-z, 0-9, _ and -");
        }
    }
}
