package dev.perigee.it.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// All Java sources of the repository, main and test, with their methods as the compiler's parser sees them.
final class Sources {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Sources() {}

    /// A method or constructor: where it is, how many lines it has, how many parameters.
    record Method(String place, long lines, int parameters, boolean constructor, boolean inRecord) {}

    /// The number of lines by file.
    static SortedMap<String, Long> files() {
        SortedMap<String, Long> files = new TreeMap<>();
        for (Path path : paths()) {
            try (Stream<String> lines = Files.lines(path)) {
                files.put(ROOT.relativize(path).toString(), lines.count());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    static List<Method> methods() throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no compiler: not a JDK");
        List<Method> methods = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(paths()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Collector(unit, positions, methods).scan(unit, null);
            }
        }
        return methods;
    }

    private static List<Path> paths() {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(Files::isDirectory).sorted().toList()) {
                Path sources = module.getFileName().toString().equals("packaging") ? module : module.resolve("src");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> files = Files.walk(sources)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static final class Collector extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Method> methods;
        private boolean inRecord;

        Collector(CompilationUnitTree unit, SourcePositions positions, List<Method> methods) {
            this.unit = unit;
            this.positions = positions;
            this.methods = methods;
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            boolean outer = inRecord;
            inRecord = tree.getKind() == Tree.Kind.RECORD;
            super.visitClass(tree, null);
            inRecord = outer;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void nothing) {
            long first = line(positions.getStartPosition(unit, tree));
            long last = line(positions.getEndPosition(unit, tree));
            String file = ROOT.relativize(Path.of(unit.getSourceFile().toUri())).toString();
            methods.add(new Method(
                    file + ":" + first + " " + tree.getName(),
                    last - first + 1,
                    tree.getParameters().size(),
                    tree.getName().contentEquals("<init>"),
                    inRecord));
            return super.visitMethod(tree, null);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
