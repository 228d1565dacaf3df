package dev.perigee.gateway.upstream.http;

import java.net.URI;
import java.util.Optional;

/// Who may be shown credentials: the scheme, host and port that they were given for, and nobody else.
final class Origins {
    private Origins() {}

    /// Where `reference` leads from `base`; empty when that is another origin or no address at all.
    static Optional<URI> resolve(URI base, String reference) {
        try {
            URI target = base.resolve(reference.strip());
            return same(base, target) ? Optional.of(target) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static int port(URI url) {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 80;
    }

    /// The host without the brackets of an IPv6 address.
    static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean same(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && other.getHost() != null
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other)
                && other.getRawUserInfo() == null;
    }
}
