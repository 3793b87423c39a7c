// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_DELETIONDELAY_H
#define QCONDUCTOR_QML_DELETIONDELAY_H

#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>

#include <vector>

namespace QConductor {

// Delays deleteLater() of an object, and of everything that the object is destroyed with, while a local event loop runs.
//
// When a document is unloaded, the objects that unload it (a Loader, the items around it, the QML engine) are on the stack.
// deleteLater() would delete them in a local event loop that is entered there. When the delay ends, they are deleted where
// deleteLater() would have deleted them without that event loop: when the function that runs now has returned.
class DeletionDelay : public QObject
{
public:
    explicit DeletionDelay(QObject *object);
    ~DeletionDelay() override;

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(DeletionDelay)

    std::vector<QPointer<QObject>> m_deletions; // each is a child of the object that is to be deleted, and goes with it
};

} // namespace QConductor

#endif
