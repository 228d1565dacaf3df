package dev.perigee.cli.config;

import dev.perigee.satellite.event.EventSettings;
import dev.perigee.server.EventConfig;
import java.time.Duration;
import java.util.List;

/// The settings of events, on a satellite and on the control plane.
final class EventKeys {
    private static final Setting<Duration> BATCH_WAIT = new Setting<>(
            "events.batch-wait",
            Kinds.DURATION,
            EventSettings.DEFAULT.batchWait(),
            "how long an event waits for others to go with");
    private static final Setting<Integer> BATCH_MAX = new Setting<>(
            "events.batch-max", Kinds.COUNT, EventSettings.DEFAULT.batchMax(), "the most events that go at once");
    private static final Setting<Integer> QUEUE_MAX = new Setting<>(
            "events.queue-max",
            Kinds.COUNT,
            EventSettings.DEFAULT.queueMax(),
            "the most events that wait for the control plane; beyond that the oldest are dropped");
    private static final Setting<Duration> FLUSH_MAX = new Setting<>(
            "events.flush-max",
            Kinds.DURATION,
            EventSettings.DEFAULT.flushMax(),
            "how long sending the last events may take when the satellite stops");
    static final List<Setting<?>> OF_SATELLITE = List.of(BATCH_WAIT, BATCH_MAX, QUEUE_MAX, FLUSH_MAX);

    private static final Setting<Duration> RETENTION = new Setting<>(
            "events.retention", Kinds.DURATION, EventConfig.DEFAULT.retention(), "how long an event is kept");
    private static final Setting<Integer> MAX = new Setting<>(
            "events.max", Kinds.COUNT, EventConfig.DEFAULT.max(), "the most events that are kept, the newest");
    private static final EventConfig.Hooks HOOKS = EventConfig.Hooks.DEFAULT;
    private static final Setting<Integer> TRIES_MAX = new Setting<>(
            "webhooks.tries-max",
            Kinds.COUNT,
            HOOKS.triesMax(),
            "how often an event is sent to a webhook before it is given up");
    private static final Setting<Duration> BACKOFF_MIN = new Setting<>(
            "webhooks.backoff-min", Kinds.DURATION, HOOKS.backoffMin(), "the pause after the first try that failed");
    private static final Setting<Duration> BACKOFF_MAX = new Setting<>(
            "webhooks.backoff-max", Kinds.DURATION, HOOKS.backoffMax(), "the longest pause between tries");
    private static final Setting<Duration> RETENTION_OF_DELIVERIES = new Setting<>(
            "webhooks.retention", Kinds.DURATION, HOOKS.retention(), "how long a delivery is kept once it has ended");
    private static final Setting<Boolean> ALLOW_HTTP = new Setting<>(
            "webhooks.allow-http",
            Kinds.FLAG,
            false,
            "whether webhooks elsewhere than on this machine may have an http URL");
    private static final Setting<Boolean> ALLOW_LINK_LOCAL = new Setting<>(
            "webhooks.allow-link-local",
            Kinds.FLAG,
            false,
            "whether a webhook may lead to link-local addresses, where clouds tell machines their secrets");
    static final List<Setting<?>> OF_SERVER = List.of(
            RETENTION, MAX, TRIES_MAX, BACKOFF_MIN, BACKOFF_MAX, RETENTION_OF_DELIVERIES, ALLOW_HTTP, ALLOW_LINK_LOCAL);

    private EventKeys() {}

    static EventSettings satellite(Values values) {
        return new EventSettings(
                values.get(BATCH_MAX), values.get(BATCH_WAIT), values.get(QUEUE_MAX), values.get(FLUSH_MAX));
    }

    static EventConfig server(Values values) {
        return new EventConfig(
                values.get(RETENTION),
                values.get(MAX),
                new EventConfig.Hooks(
                        values.get(TRIES_MAX),
                        values.get(BACKOFF_MIN),
                        values.get(BACKOFF_MAX),
                        values.get(RETENTION_OF_DELIVERIES)),
                new EventConfig.Reach(values.get(ALLOW_HTTP), values.get(ALLOW_LINK_LOCAL)));
    }
}
