package dev.perigee.server.limit;

import dev.perigee.protocol.BadValue;
import java.net.InetAddress;
import java.util.Arrays;

/// A range of addresses in CIDR form, such as `10.0.0.0/8` or `2001:db8::/32`; a lone address is a range of one.
public record AddressRange(String text, int prefix) {
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

    private static byte[] literal(String text) {
        return InetAddress.ofLiteral(text).getAddress();
    }
}
