// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_INJECTION_P_H
#define QCONDUCTOR_RUNNING_INJECTION_P_H

#include "component_p.h"
#include "graph/dependencygraph_p.h"

#include <QtCore/qpointer.h>

#include <vector>

namespace QConductor {

// A property into which a conductor has put a component.
struct Injection
{
    QPointer<Component> holder;
    int property;           // key in the holder
    const Component *value; // is only compared, because it may have been destroyed
    const QObject *content; // of the property: the value or its object; it is only compared, too
    bool isList = false;    // the value is one of those in the property
    QPointer<QObject> wired = nullptr; // it was wired by hand, and the conductor has set the property to null
};

// Injections that are to be given back: their properties are set to null, lists lose the value, and what was wired by hand is
// put back. A setter may change this list, so an injection is
// removed from it before it is given back.
class Injections
{
public:
    void add(Injection injection) { m_injections.push_back(std::move(injection)); }
    void addAll(const Injections &others);
    void addAllInto(const DependencyGraph &graph, int node); // what the conductor injects into that node
    void addAllOf(const DependencyGraph &graph,
                  int node); // what the dependents of that node hold of it, wired by hand or not

    bool isEmpty() const { return m_injections.empty(); }
    int size() const { return int(m_injections.size()); }
    Injection takeLast();
    Injections takeAllOf(const Component *value);
    void keepOnly(const QObject *content); // those whose properties point to it
    auto begin() const { return m_injections.begin(); }
    auto end() const { return m_injections.end(); }

    static void giveBack(const Injection &injection); // if nobody else has set the property meanwhile
    void giveBackAll();

private:
    std::vector<Injection> m_injections;
};

} // namespace QConductor

#endif
