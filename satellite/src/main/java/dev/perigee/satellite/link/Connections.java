package dev.perigee.satellite.link;

import dev.perigee.http.tls.ServerVerification;
import dev.perigee.http.tls.TlsMaterial;
import dev.perigee.http.tls.TlsWatch;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// How connections to the control plane are made: directly or through a proxy, in TLS if its URL says so. What changes
/// in the TLS files is used for the connections that come afterwards.
final class Connections {
    private static final int MAX = 8;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final long SWAP_MAX_SECONDS = 10;
    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private final Network network;
    private final HttpClientAgent client;

    private Connections(Network network, HttpClientAgent client) {
        this.network = network;
        this.client = client;
    }

    /// Reads the TLS files; throws `BadValue` that says what is wrong with them.
    static HttpClient open(Vertx vertx, URI server, Network network) {
        HttpClientOptions options =
                new HttpClientOptions().setTcpNoDelay(true).setConnectTimeout((int) CONNECT_MAX.toMillis());
        network.proxies().towards(server).ifPresent(proxy -> options.setProxyOptions(options(proxy)));
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(MAX);
        if (!"https".equals(server.getScheme())) {
            return vertx.createHttpClient(options, pool);
        }
        TlsMaterial material = network.tls().read();
        ClientSSLOptions secure = secure(material, network);
        options.setSsl(true)
                .setVerifyHost(true)
                .setSslHandshakeTimeout(CONNECT_MAX.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setEnabledSecureTransportProtocols(VERSIONS);
        options.setTrustOptions(secure.getTrustOptions());
        if (secure.getKeyCertOptions() != null) {
            options.setKeyCertOptions(secure.getKeyCertOptions());
        }
        HttpClientAgent client = vertx.createHttpClient(options, pool);
        TlsWatch watch = new TlsWatch(network.tls(), material, new Connections(network, client)::use);
        vertx.setPeriodic(network.reloadEvery().toMillis(), _ -> Thread.startVirtualThread(watch));
        return client;
    }

    private void use(TlsMaterial fresh) {
        try {
            client.updateSSLOptions(secure(fresh, network), true)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(SWAP_MAX_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the client does not take them", e);
        }
    }

    private static ClientSSLOptions secure(TlsMaterial material, Network network) {
        ClientSSLOptions options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setSslHandshakeTimeout(CONNECT_MAX.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setTrustOptions(TrustOptions.wrap(new ServerVerification(material.trust(), network.pin())));
        material.keys().ifPresent(keys -> options.setKeyCertOptions(KeyCertOptions.wrap(keys)));
        return options;
    }

    private static ProxyOptions options(URI proxy) {
        ProxyOptions options = new ProxyOptions()
                .setHost(proxy.getHost().replaceAll("[\\[\\]]", ""))
                .setPort(proxy.getPort() > 0 ? proxy.getPort() : 80);
        if (proxy.getUserInfo() != null) {
            String[] parts = proxy.getUserInfo().split(":", 2);
            options.setUsername(parts[0]).setPassword(parts.length > 1 ? parts[1] : "");
        }
        return options;
    }
}
