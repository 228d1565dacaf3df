package dev.perigee.satellite.link;

import dev.perigee.http.tls.TlsFailure;
import io.netty.handler.proxy.ProxyConnectException;
import java.nio.channels.ClosedChannelException;

/// What kept a request from the control plane, in words that say where to look.
final class NetworkFailure {
    private NetworkFailure() {}

    static String explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProxyConnectException) {
                return proxy(String.valueOf(cause.getMessage()));
            }
        }
        return TlsFailure.explain(failure)
                .orElseGet(() -> failure instanceof ClosedChannelException || failure.getMessage() == null
                        ? "the connection was closed"
                        : failure.getMessage());
    }

    private static String proxy(String message) {
        return message.contains("407")
                ? "the proxy asks for a user name and password, or does not accept the given ones (407)"
                : "the proxy does not lead there: " + message;
    }
}
