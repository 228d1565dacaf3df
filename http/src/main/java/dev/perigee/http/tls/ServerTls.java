package dev.perigee.http.tls;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import java.time.Duration;
import java.util.Locale;

/// How a server shows who it is, whether it asks callers for a certificate, and how often it looks whether the files
/// have changed (1 s to 1 d).
public record ServerTls(TlsFiles files, ClientCertificates clients, Duration reloadEvery) {
    public static final Duration RELOAD_EVERY = Duration.ofSeconds(10);

    /// Whether callers show a certificate of one of the authorities: never, if they have one, or always.
    public enum ClientCertificates {
        OFF,
        OPTIONAL,
        REQUIRED
    }

    public ServerTls {
        String setting = files.setting();
        if (files.certificate() == null) {
            throw new BadValue(setting + TlsFiles.CERTIFICATE + " is missing: expected the certificate of this server");
        }
        boolean asks = clients != ClientCertificates.OFF;
        if (asks && files.authorities() == null) {
            throw new BadValue(
                    setting + ".client-certificates",
                    clients.name().toLowerCase(Locale.ROOT),
                    "with it " + setting + TlsFiles.AUTHORITIES
                            + ", the authorities that callers' certificates are of");
        }
        if (!asks && files.authorities() != null) {
            throw new BadValue(
                    setting + TlsFiles.AUTHORITIES,
                    files.authorities(),
                    "with it " + setting + ".client-certificates: optional or required");
        }
        Durations.between(setting + ".reload-every", reloadEvery, Duration.ofSeconds(1), Duration.ofDays(1));
    }
}
