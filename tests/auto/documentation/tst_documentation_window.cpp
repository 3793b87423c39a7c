// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Conductor>

#include <QtCore/qtimer.h>
#include <QtTest/qtest.h>
#include <QtWidgets/qwidget.h>

namespace {

class Notes : public QConductor::Component
{
    Q_OBJECT

public:
    Q_INVOKABLE explicit Notes(QObject *parent = nullptr) : Component(parent) { }
};

// What the page about quitting shows.
int serve()
{
    //! [window]
    QConductor::Conductor conductor;
    conductor.add<Notes>();
    QWidget window;
    conductor.setWindow(&window);
    window.show();
    //! [window]
    QObject::connect(&conductor, &QConductor::Conductor::activated, &window, &QWidget::close);
    //! [serve]
    return conductor.serve();
    //! [serve]
}

// Stand for what an application has already, and can't change.
class MainWindow : public QWidget
{
};

struct Downloads
{
    static void init() { ++count; }
    static void free() { --count; }
    static inline int count = 0;
};

struct Session
{
    QFuture<void> restore() { return QConductor::Component::done(); }
};

} // namespace

class tst_DocumentationWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsWhenItIsClosed() // R47
    {
        QCOMPARE(serve(), 0);
    }

    void standForWhatExists() // R54
    {
        QConductor::Conductor conductor;
        MainWindow window;
        //! [service]
        conductor.service("Downloads")->onSetup(&Downloads::init)->onShutdown(&Downloads::free);
        conductor.service(&window)->onSetup([](MainWindow *window) { window->show(); });
        conductor.service<Session>([] { return new Session; })->onSetup([](Session *session) {
            return session->restore();
        });
        //! [service]
        conductor.setup();
        QTRY_COMPARE(conductor.state(), QConductor::Conductor::State::Active);
        QVERIFY(window.isVisible());
        QCOMPARE(Downloads::count, 1);
        conductor.clear();
        QCOMPARE(Downloads::count, 0);
    }
};

QTEST_MAIN(tst_DocumentationWindow)
#include "tst_documentation_window.moc"
