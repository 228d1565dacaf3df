package dev.perigee.satellite.link;

import dev.perigee.http.proxy.Proxies;
import dev.perigee.http.tls.CertificatePin;
import dev.perigee.http.tls.ServerTls;
import dev.perigee.http.tls.TlsFiles;
import dev.perigee.protocol.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What lies between the satellite and its control plane: by which authorities it judges that, as whom it shows itself,
/// which public key it insists on, how often the files are looked at (1 s to 1 d), and which proxy leads there.
public record Network(TlsFiles tls, @Nullable CertificatePin pin, Duration reloadEvery, Proxies proxies) {
    private static final String TLS = "link.tls";

    /// The authorities of the Java runtime, and no proxy.
    public static final Network DEFAULT = new Network(TlsFiles.none(TLS), null, ServerTls.RELOAD_EVERY, Proxies.NONE);

    public Network {
        Durations.between(TLS + ".reload-every", reloadEvery, Duration.ofSeconds(1), Duration.ofDays(1));
    }
}
