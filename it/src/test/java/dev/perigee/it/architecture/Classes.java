package dev.perigee.it.architecture;

import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The main classes of all modules, read once, and questions about them that answer with one line per violation.
final class Classes {
    static final String ROOT = "dev.perigee.";
    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/dev/perigee/it/"))
            .importPackages("dev.perigee");

    private Classes() {}

    /// The module of a class: the part of its package below `dev.perigee`.
    static String module(JavaClass type) {
        String below = type.getPackageName().substring(ROOT.length());
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    static List<JavaClass> ofModule(String module) {
        return ALL.stream().filter(type -> module(type).equals(module)).toList();
    }

    /// Which of `types` depend on a class outside of the packages `allowed`, and on which.
    static SortedSet<String> dependenciesOutside(List<JavaClass> types, List<String> allowed) {
        DescribedPredicate<JavaClass> inside = JavaClass.Predicates.resideInAnyPackage(allowed.toArray(String[]::new));
        return dependencies(types, target -> !inside.test(target));
    }

    /// Which of `types` depend on a class that is `forbidden`, and on which.
    static SortedSet<String> dependencies(List<JavaClass> types, Predicate<JavaClass> forbidden) {
        return types.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> !dependency.getTargetClass().isPrimitive())
                .filter(dependency -> forbidden.test(dependency.getTargetClass().getBaseComponentType()))
                .map(dependency -> dependency.getOriginClass().getName() + " -> "
                        + dependency.getTargetClass().getBaseComponentType().getName())
                .collect(toCollection(TreeSet::new));
    }

    /// Where `types` call, refer to or read a member that is `forbidden`.
    static SortedSet<String> accesses(List<JavaClass> types, Predicate<JavaAccess<?>> forbidden) {
        return types.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(forbidden)
                .map(access -> access.getOriginOwner().getName() + " -> "
                        + access.getTargetOwner().getSimpleName() + "." + access.getName())
                .collect(toCollection(TreeSet::new));
    }
}
