package dev.perigee.server.operator;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Owner;
import dev.perigee.control.event.Happenings;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.server.signing.ServerKeys;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Map;

/// The keys that the control plane signs with: shown, and replaced by a new one. docs/api.md.
public final class SigningKeyApi {
    private final Access access;
    private final ServerKeys keys;
    private final Happenings events;

    public SigningKeyApi(Access access, ServerKeys keys, Happenings events) {
        this.access = access;
        this.keys = keys;
        this.events = events;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.GET, "/api/v1/signing-keys", 0, access, this::show);
        edge.serve(HttpMethod.POST, "/api/v1/signing-keys", 0, access, this::rotate);
    }

    private void show(Call call) {
        access.require(call, Act.LOOK);
        call.reply(200, keys.chain());
    }

    private void rotate(Call call) {
        Caller caller = access.require(call, Act.ADMINISTER, new Owner.Everybody());
        access.note(caller, AuditAct.SIGNING_KEY_ROTATED, keys.chain().current().id(), Map.of());
        try {
            KeyChain rotated = keys.rotate();
            events.signingKeyRotated(rotated, caller);
            call.reply(201, rotated);
        } catch (IOException e) {
            throw new StoreUnavailable("the new signing key could not be kept", e);
        }
    }
}
