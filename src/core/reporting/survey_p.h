// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REPORTING_SURVEY_P_H
#define QCONDUCTOR_REPORTING_SURVEY_P_H

#include "discovery/registry_p.h"
#include "graph/dependencygraph_p.h"
#include "reporting/drawing_p.h"

namespace QConductor {

// Draws the graph of a conductor: the one that is set up or, as long as nothing is, the one that a setup would find. If that
// can't be resolved, it draws what is known, with the cycle if there is one. Where a getter destroys a component meanwhile, what
// wasn't drawn yet is left out.
class Survey
{
public:
    explicit Survey(const Registry &registry) : m_registry(registry) { }

    // Calls constructors, factories and getters, as validate() does.
    Drawing drawWhatSetupFinds(const DependencyGraph &previous);
    Drawing draw(const DependencyGraph &graph);

private:
    Drawing drawWhatIsKnown(const Registry &registry, const QList<Component *> &chain);
    void addNodes(const std::vector<Component *> &components);
    void addEdges(const DependencyGraph &graph, int node);
    void addRequired(const Registry &registry, Component *component, int node);
    void addSoft(const Registry &registry, const std::vector<Component *> &components, int node);
    bool addCandidates(const Registry &registry, Drawing::Edge edge, const QMetaObject *type);
    int nodeOfClass(const QMetaObject *type, bool isMissing);
    void markCycle(const QList<Component *> &chain);

    const Registry &m_registry;
    Drawing m_drawing;
    QHash<const Component *, int> m_numbers;   // of the nodes of components
    QHash<const QMetaObject *, int> m_classes; // of the nodes of classes that have no component yet
};

} // namespace QConductor

#endif
