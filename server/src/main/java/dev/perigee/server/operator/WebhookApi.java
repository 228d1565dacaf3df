package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Owner;
import dev.perigee.control.webhook.HookDelivery;
import dev.perigee.control.webhook.Webhook;
import dev.perigee.control.webhook.WebhookDesk;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.webhook.DeliveryList;
import dev.perigee.protocol.webhook.WebhookList;
import dev.perigee.protocol.webhook.WebhookRemoval;
import dev.perigee.protocol.webhook.WebhookRequest;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/// Where events are sent: docs/api.md. A team's admin has the webhooks of that team.
public final class WebhookApi {
    private static final String BASE = "/api/v1/webhooks";

    private final Access access;
    private final WebhookDesk desk;
    private final int bodyMax;

    public WebhookApi(Access access, WebhookDesk desk, int bodyMax) {
        this.access = access;
        this.desk = desk;
        this.bodyMax = bodyMax;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.POST, BASE, bodyMax, access, this::create);
        edge.serve(HttpMethod.GET, BASE, 0, access, this::list);
        edge.serve(HttpMethod.DELETE, BASE + "/:id", 0, access, this::remove);
        edge.serve(HttpMethod.POST, BASE + "/:id/test", 0, access, this::test);
        edge.serve(HttpMethod.GET, BASE + "/:id/deliveries", 0, access, this::deliveries);
        edge.serve(HttpMethod.POST, "/api/v1/webhook-deliveries/:id/redeliver", 0, access, this::redeliver);
    }

    /// Of a caller's own team where it names none.
    private void create(Call call) {
        WebhookRequest asked = Json.STRICT.read(call.body(), WebhookRequest.class);
        Caller caller = access.require(call, Act.SEND_EVENTS);
        WebhookRequest request =
                asked.team() == null ? new WebhookRequest(asked.url(), asked.type(), caller.onlyTeam()) : asked;
        access.require(call, Act.SEND_EVENTS, Owner.of(request.team()));
        access.note(caller, AuditAct.WEBHOOK_CHANGED, request.url().getHost(), Map.of("what", "create"));
        call.reply(201, desk.create(request, caller));
    }

    private void list(Call call) {
        call.reply(200, new WebhookList(desk.list(access.require(call, Act.SEND_EVENTS))));
    }

    private void remove(Call call) {
        Webhook webhook = own(call, new WebhookId(call.path("id")));
        access.note(access.caller(call), AuditAct.WEBHOOK_CHANGED, webhook.id().value(), Map.of("what", "delete"));
        desk.remove(webhook);
        call.reply(200, new WebhookRemoval(webhook.id()));
    }

    private void test(Call call) {
        Webhook webhook = own(call, new WebhookId(call.path("id")));
        try {
            call.reply(200, desk.test(webhook));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.DRAINING, "the control plane is stopping; expected a later try");
        }
    }

    private void deliveries(Call call) {
        int limit = call.queryNumber("limit", DeliveryList.LIMIT_DEFAULT, DeliveryList.LIMIT_MAX);
        Webhook webhook = own(call, new WebhookId(call.path("id")));
        call.reply(200, new DeliveryList(desk.deliveries(webhook, limit)));
    }

    private void redeliver(Call call) {
        access.require(call, Act.SEND_EVENTS);
        HookDelivery delivery = desk.delivery(new DeliveryId(call.path("id")));
        own(call, delivery.webhook());
        call.reply(200, desk.redeliver(delivery));
    }

    private Webhook own(Call call, WebhookId id) {
        access.require(call, Act.SEND_EVENTS);
        Webhook webhook = desk.find(id);
        access.require(call, Act.SEND_EVENTS, Owner.of(webhook.made().team()));
        return webhook;
    }
}
