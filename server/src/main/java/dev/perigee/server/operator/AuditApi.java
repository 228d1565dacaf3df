package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Owner;
import dev.perigee.control.audit.AuditFilter;
import dev.perigee.control.audit.AuditLog;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.AuditEntry;
import dev.perigee.protocol.audit.AuditList;
import dev.perigee.protocol.audit.AuditPage;
import dev.perigee.protocol.json.Json;
import dev.perigee.server.signing.ServerKeys;
import io.vertx.core.http.HttpMethod;

/// What was done that security depends on: the newest entries for people, and the chain line by line for those who
/// verify it. docs/api.md.
public final class AuditApi {
    private final Access access;
    private final AuditLog log;
    private final ServerKeys keys;

    public AuditApi(Access access, AuditLog log, ServerKeys keys) {
        this.access = access;
        this.log = log;
        this.keys = keys;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.GET, "/api/v1/audit", 0, access, this::list);
        edge.serve(HttpMethod.GET, "/api/v1/audit/lines", 0, access, this::lines);
    }

    private void list(Call call) {
        int limit = call.queryNumber("limit", AuditList.LIMIT_DEFAULT, AuditLog.PAGE_MAX);
        AuditFilter filter = new AuditFilter(
                call.query("act").map(AuditAct::of).orElse(null),
                call.query("actor").orElse(null),
                call.query("subject").orElse(null));
        access.require(call, Act.ADMINISTER, new Owner.Everybody());
        call.reply(
                200,
                new AuditList(log.newest(filter, limit).stream()
                        .map(text -> Json.WIRE.read(text, AuditEntry.class))
                        .toList()));
    }

    private void lines(Call call) {
        int limit = call.queryNumber("limit", AuditLog.PAGE_MAX, AuditLog.PAGE_MAX);
        long after = call.query("after").map(AuditApi::number).orElse(0L);
        access.require(call, Act.ADMINISTER, new Owner.Everybody());
        call.reply(200, new AuditPage(log.chain(), keys.chain(), log.after(after, limit)));
    }

    private static long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Refused below, as any other.
        }
        throw new BadValue("after", text, "the number of an entry, or 0");
    }
}
