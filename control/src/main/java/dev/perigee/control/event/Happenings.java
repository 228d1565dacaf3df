package dev.perigee.control.event;

import dev.perigee.control.access.Caller;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandListener;
import dev.perigee.control.command.Decision;
import dev.perigee.control.fleet.FleetEvents;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.OperatorView;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.event.AccessEvent;
import dev.perigee.protocol.event.ConfigEvent;
import dev.perigee.protocol.event.EventData;
import dev.perigee.protocol.event.FleetEvent;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.signing.KeyChain;
import org.jspecify.annotations.Nullable;

/// Hears what happens on the control plane and says it as events; tells no secret. What somebody asked for is
/// durable when it is said, and blocks; what the control plane notices by itself blocks nobody.
public record Happenings(EventDesk desk, OwnEvents own) implements FleetEvents, CommandListener {
    @Override
    public void became(Became event) {
        String satellite = event.satellite().value();
        String before = event.before().wireName();
        LivenessChange change = event.change();
        own.say(
                event.satellite(),
                null,
                switch (change.state()) {
                    case Liveness.LIVE -> new FleetEvent.Live(satellite, before, change.why(), change.at());
                    case Liveness.STALE -> new FleetEvent.Stale(satellite, before, change.why(), change.at());
                    case Liveness.DEAD -> new FleetEvent.Dead(satellite, before, change.why(), change.at());
                });
    }

    @Override
    public void duplicated(Duplicated event) {
        own.say(
                event.satellite(),
                null,
                new FleetEvent.Duplicate(event.satellite().value(), event.processes(), event.at()));
    }

    @Override
    public void accepted(Command command) {
        // It has not ended.
    }

    /// Those that completed as they should are not worth an event each.
    @Override
    public void moved(Decision.Move move) {
        CommandState state = move.after().state();
        if (state.isTerminal() && state != CommandState.COMPLETED) {
            Command command = move.moved();
            own.say(
                    command.satellite(),
                    null,
                    new FleetEvent.CommandEnded(
                            command.id().value(),
                            command.spec().type(),
                            state.wireName(),
                            command.status().reason(),
                            command.origin().submittedAt(),
                            command.status().changedAt()));
        }
    }

    public void registered(RegistrationRequest request) {
        own.sayAndKeep(
                request.satellite(),
                null,
                new FleetEvent.Registered(
                        request.satellite().value(),
                        request.profile().version(),
                        request.profile().platform(),
                        request.profile().group() == null
                                ? null
                                : request.profile().group().value()));
    }

    public void configured(SatelliteId satellite, ConfigReport report) {
        EventData data = report.error() == null && report.refused() == null
                ? new ConfigEvent.Applied(report.revision(), report.hash())
                : new ConfigEvent.RolledBack(report.revision(), report.hash(), report.refused(), report.error());
        own.sayAndKeep(satellite, null, data);
    }

    public void tokenCreated(TokenView token, @Nullable Caller by) {
        SatelliteId satellite = token.satellite();
        own.sayAndKeep(
                null,
                token.team(),
                new AccessEvent.TokenCreated(
                        satellite == null ? null : satellite.value(),
                        token.expiresAt(),
                        by == null ? null : by.name()));
    }

    public void operatorCreated(OperatorView operator, Caller by) {
        own.sayAndKeep(
                null,
                operator.team(),
                new AccessEvent.OperatorCreated(
                        operator.name(), operator.role().wireName(), operator.expiresAt(), by.name()));
    }

    public void operatorRevoked(String name, Caller by) {
        own.sayAndKeep(null, null, new AccessEvent.OperatorRevoked(name, by.name()));
    }

    public void signingKeyRotated(KeyChain chain, Caller by) {
        own.sayAndKeep(
                null, null, new AccessEvent.SigningKeyRotated(chain.current().id(), by.name()));
    }
}
