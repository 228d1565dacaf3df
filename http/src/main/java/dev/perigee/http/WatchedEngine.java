package dev.perigee.http;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// The JDK's TLS, of which each handshake that fails is counted with the address that it came from: the server itself
/// tells only why. Runs on the event loop and never blocks.
final class WatchedEngine extends JdkSSLEngineOptions {
    private final FailedHandshakes failed;

    WatchedEngine(FailedHandshakes failed) {
        this.failed = failed;
    }

    @Override
    public WatchedEngine copy() {
        return new WatchedEngine(failed);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new Factory(failed);
    }

    private static final class Factory extends DefaultSslContextFactory {
        private final FailedHandshakes failed;

        Factory(FailedHandshakes failed) {
            super(SslProvider.JDK, false);
            this.failed = failed;
        }

        @Override
        public SslContext create() throws SSLException {
            return new Watched(super.create(), failed);
        }
    }

    private static final class Watched extends DelegatingSslContext {
        private final FailedHandshakes failed;

        Watched(SslContext context, FailedHandshakes failed) {
            super(context);
            this.failed = failed;
        }

        @Override
        protected void initEngine(SSLEngine engine) {
            // As the context made it.
        }

        @Override
        protected void initHandler(SslHandler handler) {
            handler.handshakeFuture().addListener(end -> {
                if (!end.isSuccess()) {
                    failed.add(end.cause(), handler.engine().getPeerHost());
                }
            });
        }
    }
}
