package dev.perigee.protocol.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What happens with the tools of an MCP server.
public sealed interface ToolEvent extends EventData {
    /// The types of these, and what each is read as.
    Map<String, Class<? extends EventData>> TYPES = Map.ofEntries(
            Map.entry("mcp.tool.executed", Executed.class),
            Map.entry("mcp.tools.discovered", Discovered.class),
            Map.entry("mcp.tools.updated", Updated.class),
            Map.entry("mcp.request.logs", Requests.class));

    @Override
    default String type() {
        return switch (this) {
            case Executed _ -> "mcp.tool.executed";
            case Discovered _ -> "mcp.tools.discovered";
            case Updated _ -> "mcp.tools.updated";
            case Requests _ -> "mcp.request.logs";
        };
    }

    /// A tool was called, and what came of it; `leftOut` calls of this server before it found no room to be
    /// told of.
    record Executed(
            @Nullable String tool,
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String user,
            @Nullable Long tookMillis,
            @Nullable Boolean success,
            @Nullable String outcome,
            @Nullable String error,
            @Nullable Long leftOut)
            implements ToolEvent {}

    /// The tools of a server were read for the first time.
    record Discovered(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String user,
            @Nullable String installationName,
            @Nullable Integer toolCount,
            @Nullable Long tokensTotal,
            @Nullable List<Tool> tools,
            @Nullable Instant at)
            implements ToolEvent {
        public Discovered {
            tools = tools == null ? null : List.copyOf(tools);
        }
    }

    /// The tools of a server were read again and are others.
    record Updated(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String user,
            @Nullable List<String> added,
            @Nullable List<String> removed,
            @Nullable Integer total)
            implements ToolEvent {
        public Updated {
            added = added == null ? null : List.copyOf(added);
            removed = removed == null ? null : List.copyOf(removed);
        }
    }

    /// Calls of tools, each with what went in and out; `leftOut` others found no room.
    record Requests(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String user,
            @Nullable List<Request> requests,
            @Nullable Long leftOut)
            implements ToolEvent {
        public Requests {
            requests = requests == null ? null : List.copyOf(requests);
        }
    }

    /// A tool under its server's own name, with what it costs a model to know of it.
    record Tool(
            @Nullable String name,
            @Nullable String description,
            @Nullable JsonNode inputSchema,
            @Nullable Integer tokens) {}

    /// One call of a tool; `client` is who called. Parameters and response are JSON, or text where they were
    /// cut.
    record Request(
            @Nullable String user,
            @Nullable String client,
            @Nullable String tool,
            @Nullable JsonNode parameters,
            @Nullable JsonNode response,
            @Nullable Long tookMillis,
            @Nullable Boolean success,
            @Nullable String outcome,
            @Nullable String error,
            @Nullable Instant at) {}
}
