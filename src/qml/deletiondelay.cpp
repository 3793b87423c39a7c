// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "deletiondelay.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qset.h>
#include <QtCore/qvariant.h>
#include <QtQml/qqmlcontext.h>
#include <QtQml/qqmlengine.h>

namespace QConductor {

namespace {

// Deletes its parent when it is passed to deleteLater(). The parent can't be passed once more: newer versions of Qt ignore
// all calls of deleteLater() but the first. The parent gets an event because another delay may be in force.
class Deletion : public QObject
{
public:
    using QObject::QObject;

    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::DeferredDelete) {
            const QPointer<QObject> self = this;
            QEvent deletion(QEvent::DeferredDelete);
            QCoreApplication::sendEvent(parent(), &deletion);
            if (!self)
                return true;
        }
        return QObject::event(event);
    }
};

// Returns the objects whose end is the end of this one: those around it in the tree of objects, in the scene (of which
// QtQuick need not be there, so the property parent is read by its name) and in the contexts of QML.
QSet<QObject *> surroundings(QObject *object)
{
    QSet<QObject *> found;
    std::vector<QObject *> open { object };
    while (!open.empty()) {
        QObject *next = open.back();
        open.pop_back();
        if (!next || found.contains(next))
            continue;
        found.insert(next);
        open.insert(open.end(), { next->parent(), next->property("parent").value<QObject *>(), qmlEngine(next) });
        for (const QQmlContext *context = qmlContext(next); context; context = context->parentContext())
            open.push_back(context->contextObject());
    }
    return found;
}

} // namespace

DeletionDelay::DeletionDelay(QObject *object)
{
    const QSet<QObject *> objects = surroundings(object);
    for (QObject *surrounding : objects) {
        if (surrounding->thread() == thread())
            surrounding->installEventFilter(this);
    }
}

DeletionDelay::~DeletionDelay()
{
    for (const QPointer<QObject> &deletion : m_deletions) {
        if (deletion)
            deletion->deleteLater();
    }
}

bool DeletionDelay::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::DeferredDelete)
        return false;
    m_deletions.push_back(new Deletion(watched));
    return true;
}

} // namespace QConductor
