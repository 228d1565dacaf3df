package dev.perigee.server.operator;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.server.signing.ServerKeys;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;

/// The keys that the control plane signs with: shown, and replaced by a new one. docs/api.md.
public final class SigningKeyApi {
    private final ServerKeys keys;

    public SigningKeyApi(ServerKeys keys) {
        this.keys = keys;
    }

    /// Adds the routes, open to whoever has the operator key.
    public void addTo(HttpEdge edge, Digest operatorKey) {
        OperatorGate gate = new OperatorGate(operatorKey);
        edge.serve(HttpMethod.GET, "/api/v1/signing-keys", 0, gate, call -> call.reply(200, keys.chain()));
        edge.serve(HttpMethod.POST, "/api/v1/signing-keys", 0, gate, this::rotate);
    }

    private void rotate(Call call) {
        try {
            call.reply(201, keys.rotate());
        } catch (IOException e) {
            throw new StoreUnavailable("the new signing key could not be kept", e);
        }
    }
}
