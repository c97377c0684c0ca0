package org.masque.ops.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Tensor;

/**
 * Adds up how long each kernel of one thread ran. A call costs about a microsecond more, so a profile's total is a
 * little above an unobserved step's.
 */
public final class KernelClock {
    private final Map<String, Time> times = new TreeMap<>();

    /** What one kernel took, and the floating-point operations of its products, 0 where it has none. */
    public record Time(long nanos, double operations) {
        Time plus(Time other) {
            return new Time(nanos + other.nanos, operations + other.operations);
        }
    }

    /** The same kernels, observed. */
    Kernels watch(Kernels kernels) {
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> call(kernels, method, arguments));
    }

    private Object call(Kernels kernels, Method method, Object[] arguments) throws Throwable {
        long start = System.nanoTime();
        try {
            return method.invoke(kernels, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        } finally {
            Time time = new Time(System.nanoTime() - start, operations(method.getName(), arguments));
            times.merge(method.getName(), time, Time::plus);
        }
    }

    // Every linear kernel is one product: the rows of its first tensor times the elements of a weight.
    private static double operations(String kernel, Object[] arguments) {
        if (!kernel.startsWith("linear")) {
            return 0;
        }
        Tensor first = (Tensor) arguments[0];
        Tensor weight = (Tensor) arguments[kernel.equals("linearWeightGradient") ? 2 : 1];
        return 2.0 * first.rows() * weight.length();
    }

    /** Forgets what was counted so far. */
    void reset() {
        times.clear();
    }

    /** By the kernel's name. */
    Map<String, Time> times() {
        return times;
    }
}
