package dev.perigee.http;

import dev.perigee.http.tls.ServerTls;
import dev.perigee.http.tls.TlsMaterial;
import dev.perigee.http.tls.TlsWatch;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// TLS at the edge. Connections that are open when the certificates change go on with what they began with.
record EdgeTls(ServerTls settings, TlsMaterial first) {
    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
    private static final long HANDSHAKE_MAX_SECONDS = 10;
    private static final long SWAP_MAX_SECONDS = 10;

    static EdgeTls of(ServerTls settings) {
        return new EdgeTls(settings, settings.files().read());
    }

    Duration reloadEvery() {
        return settings.reloadEvery();
    }

    void addTo(HttpServerOptions options) {
        // HTTP/1.1 as without TLS: nothing here gains by a second framing that strangers can reach.
        options.setSsl(true)
                .setUseAlpn(false)
                .setSslHandshakeTimeout(HANDSHAKE_MAX_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setEnabledSecureTransportProtocols(VERSIONS);
        options.setKeyCertOptions(keys(first)).setClientAuth(auth());
        if (asks()) {
            options.setTrustOptions(TrustOptions.wrap(first.trust()));
        }
    }

    TlsWatch watch(HttpServer server) {
        return new TlsWatch(settings.files(), first, fresh -> use(server, fresh));
    }

    private void use(HttpServer server, TlsMaterial fresh) {
        ServerSSLOptions options = new ServerSSLOptions()
                .setClientAuth(auth())
                .setUseAlpn(false)
                .setSslHandshakeTimeout(HANDSHAKE_MAX_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setKeyCertOptions(keys(fresh));
        if (asks()) {
            options.setTrustOptions(TrustOptions.wrap(fresh.trust()));
        }
        try {
            server.updateSSLOptions(options, true)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(SWAP_MAX_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the server does not take them", e);
        }
    }

    private boolean asks() {
        return settings.clients() != ServerTls.ClientCertificates.OFF;
    }

    private ClientAuth auth() {
        return switch (settings.clients()) {
            case OFF -> ClientAuth.NONE;
            case OPTIONAL -> ClientAuth.REQUEST;
            case REQUIRED -> ClientAuth.REQUIRED;
        };
    }

    private static KeyCertOptions keys(TlsMaterial material) {
        return KeyCertOptions.wrap(material.keys().orElseThrow());
    }
}
