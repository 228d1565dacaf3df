package dev.perigee.server.limit;

import dev.perigee.http.Call;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whose address a call is counted for: the peer's, or, when that is a trusted proxy, the one that it and the trusted
/// ones before it say they speak for. What nobody trusted has written counts for nothing. Of IPv6 it is the /64, which
/// is what one subscriber has.
record Addresses(List<AddressRange> trusted) {
    private static final int HOPS_MAX = 32;
    private static final int SUBSCRIBER_BITS = 64;
    private static final int IPV6_BYTES = 16;
    private static final Pattern FORWARDED_FOR =
            Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]*))\\s*(?:;|$)");
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]+)](?::\\w+)?|([0-9.]+):\\w+");

    String of(Call call) {
        return of(call.peer(), call.headers("Forwarded"), call.headers("X-Forwarded-For"));
    }

    /// The same address, all of it.
    String whole(Call call) {
        return caller(call.peer(), call.headers("Forwarded"), call.headers("X-Forwarded-For"))
                .map(InetAddress::getHostAddress)
                .orElseGet(call::peer);
    }

    String of(String peer, List<String> forwarded, List<String> forwardedFor) {
        return caller(peer, forwarded, forwardedFor).map(Addresses::key).orElse(peer);
    }

    private Optional<InetAddress> caller(String peer, List<String> forwarded, List<String> forwardedFor) {
        Optional<InetAddress> from = literal(peer);
        if (from.isEmpty() || !isTrusted(from.get())) {
            return from;
        }
        List<String> standard =
                elements(forwarded).stream().map(Addresses::forwardedFor).toList();
        List<String> usual = elements(forwardedFor);
        if (standard.isEmpty() || usual.isEmpty()) {
            return Optional.of(walk(from.get(), standard.isEmpty() ? usual : standard));
        }
        // A proxy writes one of the two, and passes the other on as the caller wrote it: neither counts unless both
        // say the same.
        InetAddress one = walk(from.get(), standard);
        return Optional.of(key(one).equals(key(walk(from.get(), usual))) ? one : from.get());
    }

    /// The same address with all bits behind the first `bits` zero.
    static byte[] masked(byte[] address, int bits) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            masked[i] = (byte) (address[i] & (0xFF << (Byte.SIZE - kept)));
        }
        return masked;
    }

    /// From the right, as each proxy adds what it sees, to the first that is no trusted proxy.
    private InetAddress walk(InetAddress peer, List<String> hops) {
        InetAddress current = peer;
        for (int i = hops.size() - 1, seen = 0; i >= 0 && seen < HOPS_MAX && isTrusted(current); i--, seen++) {
            Optional<InetAddress> before = literal(hops.get(i));
            if (before.isEmpty()) {
                return current;
            }
            current = before.get();
        }
        return current;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static List<String> elements(List<String> headers) {
        List<String> elements = new ArrayList<>();
        for (String header : headers) {
            elements.addAll(List.of(header.split(",", -1)));
        }
        return elements.stream().map(String::strip).toList();
    }

    private static String forwardedFor(String element) {
        Matcher matcher = FORWARDED_FOR.matcher(element);
        if (!matcher.find()) {
            return "";
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    private static Optional<InetAddress> literal(String text) {
        Matcher ported = WITH_PORT.matcher(text);
        String bare = ported.matches() ? (ported.group(1) == null ? ported.group(2) : ported.group(1)) : text;
        try {
            return Optional.of(AddressRange.address(bare));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != IPV6_BYTES) {
            return address.getHostAddress();
        }
        try {
            return InetAddress.getByAddress(masked(bytes, SUBSCRIBER_BITS)).getHostAddress() + "/" + SUBSCRIBER_BITS;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
