// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "trampoline.h"

namespace QConductor {

namespace {

// The function settle(result, done, failed) waits for a result that is thenable, and calls one of the functions, once. The
// object outcome loses its functions when it is destroyed, with its component: then nothing is called any more.
QString settle()
{
    return QStringLiteral(R"(
        const isGone = () => typeof outcome.enter !== "function";
        const settle = (result, done, failed) => {
            let isSettled = false;
            const once = action => value => {
                if (!isSettled && !isGone()) {
                    isSettled = true;
                    action(value);
                }
            };
            outcome.enter();
            try {
                if (typeof result?.then === "function") // A thenable may be fulfilled with another one.
                    result.then(once(value => settle(value, done, failed)), once(failed));
                else
                    once(done)(result);
            } catch (error) {
                once(failed)(error);
            } finally {
                outcome.leave?.();
            }
        };
        const resolve = value => outcome.resolve(value);
        const reject = error => outcome.reject(error);
    )");
}

// The function run(generator) runs a generator as a coroutine. It goes on in a loop while no answer is waited for, so that
// any number of values may be yielded. An answer counts only in the turn in which it was asked for: the generator may have
// been ended meanwhile. A generator can't be ended while its own code runs an event loop; it is ended at its next yield.
QString run()
{
    return QStringLiteral(R"(
        const run = generator => {
            let isRunning = false, isOver = false, isToReturn = false, turn = 0;
            const call = (method, value) => {
                outcome.enter();
                isRunning = true;
                try {
                    return generator[method](value);
                } finally {
                    isRunning = false;
                    outcome.leave?.();
                }
            };
            const resume = (method, value) => {
                while (!isGone()) {
                    let result, answer = null, isAsking = true;
                    try {
                        result = call(method, value);
                    } catch (error) {
                        isOver = true;
                        return reject(error);
                    }
                    if (result.done) {
                        isOver = true;
                        return settle(result.value, resolve, reject);
                    }
                    const current = ++turn;
                    const answerBy = method => value => {
                        if (turn !== current)
                            return;
                        answer = { method: method, value: value };
                        if (!isAsking)
                            resume(method, value);
                    };
                    if (isToReturn) {
                        isToReturn = false;
                        answer = { method: "return" };
                    } else {
                        settle(result.value, answerBy("next"), answerBy("throw"));
                    }
                    isAsking = false;
                    if (!answer || turn !== current)
                        return;
                    method = answer.method;
                    value = answer.value;
                }
            };
            outcome.setCancelAction(() => {
                if (isRunning) {
                    isToReturn = true;
                } else if (!isOver) {
                    ++turn;
                    resume("return");
                }
            });
            resume("next");
        };
    )");
}

} // namespace

// It is written in JavaScript because QJSValue::call() returns the same value for an Error that the function returned and one
// that it threw.
QString trampoline()
{
    return QStringLiteral("(function(component, name, outcome, argument) {") + settle() + run() + QStringLiteral(R"(
        const generators = Object.getPrototypeOf(function*() { }).prototype;
        try {
            const hook = component[name];
            if (typeof hook !== "function")
                throw new TypeError(name + " is not a function: assign one, or give the property another name");
            const result = hook.call(component, argument);
            if (generators.isPrototypeOf(result))
                run(result);
            else
                settle(result, resolve, reject);
        } catch (error) {
            reject(error);
        }
    }))");
}

} // namespace QConductor
