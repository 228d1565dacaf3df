package dev.perigee.cli.client;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.api.KeyRotation;
import dev.perigee.protocol.api.TokenEntry;
import dev.perigee.protocol.api.TokenList;
import java.net.http.HttpRequest;
import java.time.Duration;

/// The operator API of one control plane, as far as it is about what lets satellites in. Thread-safe.
public record Tokens(ControlPlane controlPlane) {
    private static final String TOKENS = "/api/v1/tokens";

    public Reply<TokenList> list() throws InterruptedException {
        return controlPlane.call(controlPlane.request(TOKENS, Duration.ZERO), TokenList.class);
    }

    public Reply<TokenEntry> revoke(TokenId id) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(TOKENS + "/" + id, Duration.ZERO).DELETE(), TokenEntry.class);
    }

    /// Has the satellite take another key.
    public Reply<KeyRotation> rotateKey(SatelliteId id) throws InterruptedException {
        return controlPlane.call(
                controlPlane
                        .request("/api/v1/satellites/" + id + "/rotate-key", Duration.ZERO)
                        .POST(HttpRequest.BodyPublishers.noBody()),
                KeyRotation.class);
    }
}
