package dev.perigee.gateway.upstream;

import static dev.perigee.gateway.upstream.InstanceStatus.COMMAND_RECEIVED;
import static dev.perigee.gateway.upstream.InstanceStatus.CONNECTING;
import static dev.perigee.gateway.upstream.InstanceStatus.DISCOVERING_TOOLS;
import static dev.perigee.gateway.upstream.InstanceStatus.ERROR;
import static dev.perigee.gateway.upstream.InstanceStatus.OFFLINE;
import static dev.perigee.gateway.upstream.InstanceStatus.ONLINE;
import static dev.perigee.gateway.upstream.InstanceStatus.PERMANENTLY_FAILED;
import static dev.perigee.gateway.upstream.InstanceStatus.PROVISIONING;
import static dev.perigee.gateway.upstream.InstanceStatus.REQUIRES_REAUTH;
import static dev.perigee.gateway.upstream.InstanceStatus.RESTARTING;
import static dev.perigee.gateway.upstream.InstanceStatus.SYNCING_TOOLS;

import java.time.Duration;
import java.time.Instant;

/// The lives that servers can have: a pure function of where one is, what happens, and when. What means nothing
/// where it is changes nothing. The table stands in docs/mcp.md.
final class Lifecycle {
    private Lifecycle() {}

    static Life after(Life life, Happening happening, Instant now) {
        return switch (happening) {
            case Happening.Ordered _ ->
                life.status() == PROVISIONING ? life.become(COMMAND_RECEIVED, "a command brought it", now) : life;
            case Happening.Starting(String why) -> starting(life, why, now);
            case Happening.Connected(boolean toolsKnown) ->
                switch (life.status()) {
                    // Something may have gone wrong with another conversation since this one was begun.
                    case CONNECTING, RESTARTING, OFFLINE, ERROR, REQUIRES_REAUTH ->
                        toolsKnown ? online(life, "it said hello", now) : discovering(life, now);
                    case ONLINE,
                            DISCOVERING_TOOLS,
                            SYNCING_TOOLS,
                            PROVISIONING,
                            COMMAND_RECEIVED,
                            AWAITING_USER_CONFIG,
                            PERMANENTLY_FAILED -> life;
                };
            case Happening.Listed(int tools) ->
                life.status() == DISCOVERING_TOOLS ? life.become(SYNCING_TOOLS, "it has " + tools(tools), now) : life;
            case Happening.Synced(int tools) ->
                life.status() == SYNCING_TOOLS ? online(life, "it has " + tools(tools), now) : life;
            case Happening.Failed(Loss why, boolean othersRun) -> failed(life, why, othersRun, now);
            case Happening.Crashed crash -> crashed(life, crash, now);
            case Happening.LetGo(String why) -> isUp(life.status()) ? life.resting(why, now) : life;
            case Happening.Reset(String why) ->
                life.status() == InstanceStatus.AWAITING_USER_CONFIG
                        ? life
                        : life.become(RESTARTING, why, now).restarting(RestartPolicy.FRESH, null);
            case Happening.Well(String how) ->
                switch (life.status()) {
                    case OFFLINE, ERROR, REQUIRES_REAUTH -> online(life, how, now);
                    default -> life;
                };
        };
    }

    private static Life starting(Life life, String why, Instant now) {
        boolean under = isUp(life.status()) && !life.dormant();
        return life.isBlocked() || under
                ? life
                : life.become(CONNECTING, why, now).restarting(life.restarts(), null);
    }

    private static Life failed(Life life, Loss why, boolean othersRun, Instant now) {
        if (life.isBlocked() || (othersRun && isUp(life.status()))) {
            return life;
        }
        return switch (why.cause()) {
            case UNAUTHORIZED -> life.become(REQUIRES_REAUTH, why.explanation(), now);
            case GONE, UNAVAILABLE -> life.become(OFFLINE, why.explanation(), now);
            case MISBEHAVED, STALLED, NOT_STARTED -> life.become(ERROR, why.explanation(), now);
            case CLOSED, SESSION_UNKNOWN ->
                life.status() == CONNECTING ? life.become(OFFLINE, why.explanation(), now) : life;
        };
    }

    private static Life crashed(Life life, Happening.Crashed crash, Instant now) {
        if (life.isBlocked()) {
            return life;
        }
        RestartPolicy policy = life.restarts().after(now);
        return switch (policy.verdict(crash.ran())) {
            case RestartPolicy.Verdict.GiveUp _ ->
                life.become(
                                PERMANENTLY_FAILED,
                                "it crashed " + policy.lately() + " times within "
                                        + RestartPolicy.WINDOW.toMinutes() + " min, at last: "
                                        + crash.why().explanation(),
                                now)
                        .restarting(policy, null);
            case RestartPolicy.Verdict.StartIn(Duration delay) -> {
                Life counted = life.restarting(policy, now.plus(delay));
                String why = crash.why().explanation();
                if (crash.othersRun() && isUp(life.status())) {
                    yield counted;
                }
                yield crash.wanted()
                        ? counted.become(RESTARTING, why, now)
                        : counted.become(OFFLINE, why + "; the next call starts it", now);
            }
        };
    }

    private static Life discovering(Life life, Instant now) {
        return life.become(DISCOVERING_TOOLS, "it said hello", now);
    }

    private static Life online(Life life, String why, Instant now) {
        return life.become(ONLINE, why, now);
    }

    private static boolean isUp(InstanceStatus status) {
        return switch (status) {
            case ONLINE, DISCOVERING_TOOLS, SYNCING_TOOLS -> true;
            case AWAITING_USER_CONFIG,
                    PROVISIONING,
                    COMMAND_RECEIVED,
                    CONNECTING,
                    RESTARTING,
                    OFFLINE,
                    ERROR,
                    REQUIRES_REAUTH,
                    PERMANENTLY_FAILED -> false;
        };
    }

    private static String tools(int count) {
        return count == 1 ? "1 tool" : count + " tools";
    }
}
