package dev.perigee.process;

import java.util.List;

/// Which limits on resources this host lets the satellite enforce, and of the others, why not.
public record ResourceSupport(List<Finding> findings) {
    public ResourceSupport {
        findings = List.copyOf(findings);
    }

    /// `explanation` says by what it is enforced, or why it is not.
    public record Finding(Resource resource, boolean enforced, String explanation) {
        @Override
        public String toString() {
            String name = resource.controller();
            return enforced ? name + ": limited by " + explanation : name + ": NOT limited, " + explanation;
        }
    }

    public boolean enforces(Resource resource) {
        return findings.stream().anyMatch(finding -> finding.resource() == resource && finding.enforced());
    }

    /// What is not enforced; empty when all is.
    public List<Finding> missing() {
        return findings.stream().filter(finding -> !finding.enforced()).toList();
    }
}
