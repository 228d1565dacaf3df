package dev.perigee.testkit.mcp.offer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What a round of a call comes to.
public sealed interface Outcome {
    record Done(ObjectNode result) implements Outcome {}

    /// The client has to answer these requests, and then the call goes on with `state`, which is empty if it needs
    /// none.
    record Ask(Map<String, ObjectNode> requests, String state) implements Outcome {
        public Ask {
            requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests));
        }

        Ask(String key, ObjectNode request) {
            this(Map.of(key, request), "");
        }

        Ask withState(String other) {
            return new Ask(requests, other);
        }

        /// Throws `Refusal` when the client did not declare what one of the requests needs.
        public void requireCapabilities(Client client) {
            ObjectNode missing = Json.object();
            for (ObjectNode request : requests.values()) {
                String capability = capability(request.path("method").asString(""));
                if (!client.can(capability)) {
                    missing.putObject(capability);
                }
            }
            if (!missing.isEmpty()) {
                throw Refusal.missing(missing);
            }
        }

        private static String capability(String method) {
            return method.substring(0, method.indexOf('/'));
        }
    }

    /// The rest takes time: a task where the client knows tasks, else done at once, unless `onlyAsTask`.
    record Later(Behaviour work, boolean onlyAsTask) implements Outcome {}
}
