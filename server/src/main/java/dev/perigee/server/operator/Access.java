package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Operators;
import dev.perigee.control.access.Owner;
import dev.perigee.control.access.Policy;
import dev.perigee.control.access.Recogniser;
import dev.perigee.control.access.Recogniser.Recognition;
import dev.perigee.control.audit.Audit;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.Deed;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.server.limit.Throttle;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who calls, and whether that may be. Lets in, as a gate, whoever is known by what it shows, as often as that may be;
/// what each then may do is asked with `require`, and a denial is logged and recorded.
public record Access(Operators operators, Fleet fleet, Recogniser others, Throttle throttle, Audit audit)
        implements HttpEdge.Gate {
    private static final Logger log = LoggerFactory.getLogger(Access.class);

    /// Blocks nobody, and leaves open what cannot be known without that.
    @Override
    public void admit(Call call) {
        String credential = call.bearer()
                .orElseThrow(() -> throttle.stranger(
                        call,
                        "expected the operator key, or an operator's own, in the header Authorization: Bearer <key>"));
        Optional<Caller> known = operators.recognise(credential);
        if (known.isPresent()) {
            enter(call, known.get());
            return;
        }
        switch (others.recognise(credential)) {
            case Recognition.Known(Caller caller) -> enter(call, caller);
            case Recognition.Unknown(String why) -> throw throttle.stranger(call, why);
            case Recognition.Undecided _ -> {}
            case Recognition.Refused refused -> throw refuse(refused);
        }
    }

    @Override
    public void settle(Call call) {
        if (call.recognised(Caller.class).isPresent()) {
            return;
        }
        enter(call, throttle.recognising(call, () -> resolve(call.bearer().orElse(""))));
    }

    /// Whose call it is; the gate has let it in.
    Caller caller(Call call) {
        return call.recognised(Caller.class)
                .orElseThrow(() -> new IllegalStateException("a route of operators without their gate"));
    }

    private Caller resolve(String credential) {
        return switch (others.resolve(credential)) {
            case Recognition.Known(Caller caller) -> caller;
            case Recognition.Unknown(String why) -> throw new ProblemException(ProblemType.UNAUTHORIZED, why);
            case Recognition.Undecided(String why) ->
                throw new ProblemException(ProblemType.IDENTITY_PROVIDER_UNAVAILABLE, why);
            case Recognition.Refused refused -> throw refuse(refused);
        };
    }

    private void enter(Call call, Caller caller) {
        throttle.operator(call, caller.name());
        call.recognise(caller.at(throttle.address(call)));
    }

    private static ProblemException refuse(Recognition.Refused refused) {
        log.atWarn().addKeyValue("caller", refused.name()).log("denied: no role");
        return new ProblemException(ProblemType.FORBIDDEN, refused.why());
    }

    /// The same, of commands of those satellites only that `caller` may see.
    CommandQuery narrow(CommandQuery query, Caller caller) {
        return caller.team().isEmpty()
                ? query
                : query.among(fleet.list(caller).stream().map(SatelliteView::id).collect(Collectors.toSet()));
    }

    /// Who calls, who may do that to what is its own.
    Caller require(Call call, Act act) {
        return require(call, act, new Owner.Anyone());
    }

    /// Who calls, who may do that to this satellite; to one that is not registered everybody may.
    Caller require(Call call, Act act, SatelliteId satellite) {
        return require(call, act, fleet.owner(satellite).orElseGet(Owner.Anyone::new));
    }

    /// Records what somebody who may is about to do.
    void note(Caller caller, AuditAct act, String subject, Map<String, String> details) {
        audit.record(new Deed(caller.name(), act, subject, details).from(caller.address()));
    }

    Caller require(Call call, Act act, Owner owner) {
        Caller caller = caller(call);
        return switch (Policy.decide(caller, act, owner)) {
            case Policy.Decision.Allowed _ -> caller;
            case Policy.Decision.Denied(String why) -> {
                log.atWarn()
                        .addKeyValue("caller", caller.name())
                        .addKeyValue("act", act)
                        .log("denied");
                note(caller, AuditAct.DENIED, call.target(), Map.of("why", why));
                throw new ProblemException(ProblemType.FORBIDDEN, why);
            }
        };
    }
}
