package dev.perigee.control.audit;

import dev.perigee.control.access.Caller;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.Deed;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.Digest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Deeds in words. Of a command there is the digest, not the command: it may have secrets among its arguments.
public final class Deeds {
    private Deeds() {}

    /// `digest` is the SHA-256 of the command's JSON, as the API shows it.
    public static Deed submission(Caller actor, AuditAct act, String subject, String target, CommandSpec command) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("target", target);
        details.put("type", command.type());
        details.put("digest", Digest.of(Json.WIRE.text(command)).hex());
        return new Deed(actor.name(), act, subject, details, actor.address());
    }

    public static Deed redrive(Caller actor, CommandId next, CommandId dead) {
        return new Deed(actor.name(), AuditAct.COMMAND_REDRIVEN, next.value(), Map.of("of", dead.value()))
                .from(actor.address());
    }
}
