package dev.perigee.server.limit;

import dev.perigee.protocol.BadValue;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/// A range of addresses in CIDR form, such as `10.0.0.0/8` or `2001:db8::/32`; a lone address is a range of one.
public record AddressRange(String text, int prefix) {
    private static final Pattern USUAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
    private static final String FORM = "an address or a range in CIDR form, such as 10.0.0.0/8 or 2001:db8::/32";

    public AddressRange {
        int bits = literal(text).length * Byte.SIZE;
        if (prefix < 0 || prefix > bits) {
            throw new BadValue("limits.trusted-proxies", text + "/" + prefix, "a prefix from 0 to " + bits);
        }
    }

    /// Throws `BadValue`; never looks up a name.
    public static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", -1);
        try {
            byte[] address = literal(parts[0]);
            int prefix = parts.length == 1 ? address.length * Byte.SIZE : Integer.parseInt(parts[1]);
            if (parts.length <= 2 && prefix >= 0 && prefix <= address.length * Byte.SIZE) {
                return new AddressRange(parts[0], prefix);
            }
        } catch (IllegalArgumentException _) {
            // Said below, as all that is wrong with it.
        }
        throw new BadValue("limits.trusted-proxies", text, FORM);
    }

    boolean contains(InetAddress address) {
        byte[] range = literal(text);
        byte[] other = address.getAddress();
        return range.length == other.length
                && Arrays.equals(Addresses.masked(range, prefix), Addresses.masked(other, prefix));
    }

    @Override
    public String toString() {
        return text + "/" + prefix;
    }

    /// An address in its usual form; the JDK takes others too, such as `10.1`.
    static InetAddress address(String text) {
        if (!USUAL.matcher(text).matches()) {
            throw new IllegalArgumentException("no address");
        }
        return InetAddress.ofLiteral(text);
    }

    private static byte[] literal(String text) {
        return address(text).getAddress();
    }
}
