package dev.perigee.cli.config;

import dev.perigee.http.proxy.Proxies;
import dev.perigee.http.tls.CertificatePin;
import dev.perigee.http.tls.ServerTls;
import dev.perigee.http.tls.ServerTls.ClientCertificates;
import dev.perigee.http.tls.TlsFiles;
import dev.perigee.protocol.BadValue;
import dev.perigee.satellite.link.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The settings of one end that speaks TLS; their keys begin with `prefix`.
record TlsSettings(
        String prefix,
        Setting<Path> certificate,
        Setting<Path> key,
        Setting<Path> authorities,
        Setting<Duration> reloadEvery) {
    private static final Kind<ClientCertificates> ASKED = Kind.scalar(
            "off, optional or required",
            text -> ClientCertificates.valueOf(text.toUpperCase(Locale.ROOT)),
            asked -> asked.name().toLowerCase(Locale.ROOT));
    static final Setting<String> PIN = new Setting<>(
            "link.tls.pin",
            Kinds.TEXT,
            null,
            "the only public key that the control plane may have, as sha256/ and the base 64 of its digest");
    static final Setting<String> PROXY = new Setting<>(
            "link.proxy",
            Kinds.SECRET,
            null,
            "the proxy to the control plane, http://user:password@host:port, or none; by default HTTPS_PROXY,"
                    + " HTTP_PROXY and NO_PROXY of the environment hold");

    /// Of a server; `clientsDoc` completes what is asked of callers.
    static TlsSettings ofServer(String prefix, String what) {
        return new TlsSettings(
                prefix,
                path(
                        prefix + TlsFiles.CERTIFICATE,
                        "the certificate of " + what + " and those above it, as PEM; with it TLS"),
                path(prefix + TlsFiles.KEY, "the private key of that certificate, as PEM, without a password"),
                path(prefix + TlsFiles.AUTHORITIES, "the authorities that callers' certificates are of, as PEM"),
                reload(prefix));
    }

    /// Of a client.
    static TlsSettings ofClient(String prefix) {
        return new TlsSettings(
                prefix,
                path(prefix + TlsFiles.CERTIFICATE, "the certificate that the satellite shows, as PEM"),
                path(prefix + TlsFiles.KEY, "the private key of that certificate, as PEM, without a password"),
                path(
                        prefix + TlsFiles.AUTHORITIES,
                        "the authorities that the control plane's certificate may be of, as PEM; by default those of"
                                + " the Java runtime"),
                reload(prefix));
    }

    static Setting<ClientCertificates> asked(String prefix) {
        return new Setting<>(
                prefix + ".client-certificates",
                ASKED,
                ClientCertificates.OFF,
                "whether callers show a certificate of " + prefix + ".ca: off, optional or required");
    }

    List<Setting<?>> all() {
        return List.of(certificate, key, authorities, reloadEvery);
    }

    /// Nothing when no certificate is given.
    @Nullable
    ServerTls server(Values values, Setting<ClientCertificates> asked) {
        TlsFiles files = files(values);
        boolean none = files.certificate() == null && files.authorities() == null;
        if (none && values.get(asked) == ClientCertificates.OFF) {
            return null;
        }
        return new ServerTls(files, values.get(asked), values.get(reloadEvery));
    }

    /// Of the satellite's link; `environment` may name proxies.
    Network network(Values values, Map<String, String> environment) {
        return new Network(
                files(values),
                values.find(PIN).map(CertificatePin::new).orElse(null),
                values.get(reloadEvery),
                proxies(values, environment));
    }

    private static Proxies proxies(Values values, Map<String, String> environment) {
        String given = values.find(PROXY).orElse(null);
        try {
            if (given == null) {
                Proxies named = Proxies.in(environment);
                return named.http() == null && named.https() == null ? Proxies.NONE : named;
            }
            return given.equals("none") ? Proxies.NONE : Proxies.of(given, given, "");
        } catch (IllegalArgumentException e) {
            String place = given == null ? "HTTPS_PROXY or HTTP_PROXY of the environment" : PROXY.key() + " ***";
            throw new BadValue(place + ": " + e.getMessage());
        }
    }

    private TlsFiles files(Values values) {
        return new TlsFiles(
                prefix,
                values.find(certificate).orElse(null),
                values.find(key).orElse(null),
                values.find(authorities).orElse(null));
    }

    private static Setting<Path> path(String key, String doc) {
        return new Setting<>(key, Kinds.PATH, null, doc);
    }

    private static Setting<Duration> reload(String prefix) {
        return new Setting<>(
                prefix + ".reload-every",
                Kinds.DURATION,
                ServerTls.RELOAD_EVERY,
                "how often those files are looked at; what has changed is used without a restart");
    }
}
