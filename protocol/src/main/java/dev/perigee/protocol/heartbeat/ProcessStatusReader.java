package dev.perigee.protocol.heartbeat;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.access.TeamName;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/// Reads a process field by field: of these a fleet sends tens of thousands a second, and reflection would cost more
/// than all else that is done with them.
final class ProcessStatusReader extends ValueDeserializer<ProcessStatus> {
    private static final String WHAT = "processes.";

    @Override
    public ProcessStatus deserialize(JsonParser json, DeserializationContext context) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new BadValue("processes", json.getString(), "objects with kind, name and state");
        }
        Fields fields = new Fields();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            fields.read(name, json.nextToken(), json);
        }
        return fields.status();
    }

    private static final class Fields {
        private ProcessStatus.@Nullable Kind kind;
        private @Nullable String name;
        private @Nullable String state;
        private int processes;
        private @Nullable Double cpuPercent;
        private @Nullable Long memoryBytes;
        private @Nullable TeamName team;
        private @Nullable Integer tools;

        private void read(String field, JsonToken token, JsonParser json) {
            if (token == JsonToken.VALUE_NULL) {
                return;
            }
            switch (field) {
                case "kind" -> kind = ProcessStatus.Kind.of(text(field, token, json));
                case "name" -> name = text(field, token, json);
                case "state" -> state = text(field, token, json);
                case "team" -> team = new TeamName(text(field, token, json));
                case "processes" -> processes = number(field, token, json).getIntValue();
                case "cpuPercent" -> cpuPercent = number(field, token, json).getDoubleValue();
                case "memoryBytes" -> memoryBytes = number(field, token, json).getLongValue();
                case "tools" -> tools = number(field, token, json).getIntValue();
                default -> json.skipChildren();
            }
        }

        @SuppressWarnings("NullAway") // what is missing is named by the record
        private ProcessStatus status() {
            return new ProcessStatus(kind, name, state, processes, cpuPercent, memoryBytes, team, tools);
        }

        private static String text(String field, JsonToken token, JsonParser json) {
            if (token != JsonToken.VALUE_STRING) {
                throw new BadValue(WHAT + field, json.getString(), "a text");
            }
            return json.getString();
        }

        private static JsonParser number(String field, JsonToken token, JsonParser json) {
            if (!token.isNumeric()) {
                throw new BadValue(WHAT + field, json.getString(), "a number");
            }
            return json;
        }
    }
}
