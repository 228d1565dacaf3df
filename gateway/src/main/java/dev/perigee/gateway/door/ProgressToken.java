package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;

/// The token by which a client knows progress of its request. Servers are given others, since clients that share a
/// session may have chosen the same.
final class ProgressToken {
    private ProgressToken() {}

    /// The notification as the client of a request with `params` knows it.
    static Message.Notification restored(Message.Notification notification, JsonObject params) {
        if (!notification.method().equals("notifications/progress")) {
            return notification;
        }
        return params.object("_meta")
                .flatMap(meta -> meta.value("progressToken"))
                .map(token -> notification.withParams(notification.params().with("progressToken", token)))
                .orElse(notification);
    }
}
